import type { ReviewRuleInput } from "../../../generated/schema";
import type { RuleRowFragment } from "./rules.generated";

/** A rule as it is edited; `key` tells it from others while names change. */
export interface Draft {
  readonly key: number;
  readonly rule: ReviewRuleInput;
}

let last = 0;

export function draftOf(rule: ReviewRuleInput): Draft {
  last += 1;
  return { key: last, rule };
}

/** A rule as the API takes it, of one that it told. */
export function inputOf({ name, action, reason, note, reviewerId, when }: RuleRowFragment): ReviewRuleInput {
  const { __typename: _, ...condition } = when;
  return { name, action, reason, note, reviewerId, when: condition };
}

/** What a new rule is, to begin with: approve whatever is excellent. */
export function freshRule(name: string): ReviewRuleInput {
  return { name, action: "APPROVE", when: { leastScore: 90 } };
}

/** The same list with one row a place further up. */
export function raised(drafts: readonly Draft[], at: number): readonly Draft[] {
  const [above, one] = [drafts[at - 1], drafts[at]];
  if (above === undefined || one === undefined) return drafts;
  return drafts.with(at - 1, one).with(at, above);
}
