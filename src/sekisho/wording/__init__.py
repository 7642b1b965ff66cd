"""Every sentence that Sekisho says, Japanese and English side by side: a message id and its parameters in, words out.

The texts are data (`texts/*.toml`); importing `catalogue` fails when a language is missing or the parameters differ. Nothing
here decides anything: reasons, scopes and situations come from `sekisho.core`.
"""
