"""What approval asks for, as the settings say it."""

from actions.reviewing.approval import ApprovalRules
from app.settings import Settings


def approval_rules(settings: Settings) -> ApprovalRules:
    """The rules that approvals are judged by."""
    return ApprovalRules(
        four_eyes=settings.four_eyes,
        needs=settings.approval_needs,
        least_side=settings.approval_min_size,
    )
