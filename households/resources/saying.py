"""What the check of a file says: the sentence of a refusal, or of a rule of data quality."""

from collections.abc import Mapping

from households.rule_sentences import RULES
from yuping.accounts.sentences import filled, sentence


def said(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code with its values filled in."""
    return filled(RULES[code], params) if code in RULES else sentence(code, params)
