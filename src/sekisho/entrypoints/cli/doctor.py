"""`sekisho doctor`: looks at everything a login needs and says in plain words what it found. It changes nothing.

The installation of this machine is looked at where there is one; ports that were named are tried over the network, from here.
"""

from typing import Final

import click

from sekisho.core.errors import ConfigurationError
from sekisho.entrypoints.cli.examination import Finding, Grade, examine_machine
from sekisho.entrypoints.cli.reachability import try_gateway, try_gateway_tls, try_mail_door, try_mailbox, try_site
from sekisho.entrypoints.cli.speech import NO, said
from sekisho.entrypoints.cli.ways_out import try_ways_out
from sekisho.settings import read_settings

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
HTTPS: Final = 443


@click.command("doctor", help=said("help.doctor"))
@click.option("--host", default=DEFAULT_HOST, show_default=True, help=said("option.host"))
@click.option("--port", type=click.IntRange(1, 65535), help=said("option.port"))
@click.option("--gateway-port", type=click.IntRange(1, 65535), help=said("option.gateway_port"))
@click.option("--gateway-tls-port", type=click.IntRange(1, 65535), help=said("option.gateway_tls_port"))
@click.pass_context
def command(
    ctx: click.Context, *, host: str, port: int | None, gateway_port: int | None, gateway_tls_port: int | None
) -> None:
    """Print one line for each thing; end with 1 if one of them failed."""
    named = (port, gateway_port, gateway_tls_port)
    is_about_here = host == DEFAULT_HOST and not any(named)
    findings = examine_machine(is_needed=is_about_here)
    if is_about_here:
        findings += _try_own_doors()
    elif port or not any(named):
        findings.append(try_site(host, port or HTTPS, is_wanted=True))
    if gateway_port:
        findings += [try_gateway(host, gateway_port), try_gateway_tls(host, gateway_port)]
    if gateway_tls_port:
        findings.append(try_gateway_tls(host, gateway_tls_port))
    for finding in findings:
        _show(finding)
    if any(finding.grade is Grade.FAILED for finding in findings):
        ctx.exit(NO)


def _try_own_doors() -> list[Finding]:
    try:
        settings = read_settings()
    except ConfigurationError:  # told already
        return [try_site(DEFAULT_HOST, DEFAULT_PORT, is_wanted=False)]
    site = try_site(DEFAULT_HOST, settings.port, is_wanted=False)
    mail = try_mail_door(settings.smtp_host, settings.smtp_port)
    mailbox = [try_mailbox(settings.imap)] if settings.imap else []
    return [site, mail, *mailbox, *try_ways_out(settings)]


def _show(finding: Finding) -> None:
    grade = said(f"doctor.{finding.grade}")
    click.echo(f"{grade:8} {said(finding.message, **finding.params)}")
