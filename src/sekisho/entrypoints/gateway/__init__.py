"""The gateway: where trading programs log on, and what the connectivity test reaches. Ports 4000 and 4001."""
