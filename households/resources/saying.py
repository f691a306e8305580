"""What the check of a file says: the sentence of a refusal, or of a rule of data quality."""

from collections.abc import Mapping

from households.rule_sentences import RULES
from yuping.accounts import quality
from yuping.accounts.sentences import filled, known, sentence


def said(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code with its values filled in."""
    if code in RULES:
        return filled(RULES[code], params)
    # A rule of another room that is read when a file is saved.
    text = None if code in known() else quality.texts().get(code)
    return sentence(code, params) if text is None else filled(text, params)
