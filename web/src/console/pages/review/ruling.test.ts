import { expect, test } from "vitest";

import { type Rule, type Ruled, ruling } from "./ruling";

const ANY: Rule["when"] = {
  __typename: "ReviewRuleCondition",
  leastScore: null,
  mostScore: null,
  failed: [],
  readyFor: [],
  unreadyFor: [],
  importerIds: [],
  hasProduct: null,
  leastSide: null,
  mostSide: null,
  duplicate: null,
};

const PICTURE: Ruled = {
  score: 70,
  failed: ["SHARPNESS"],
  ready: new Set(["google"]),
  importerId: "iris",
  hasProduct: true,
  shorterSide: 800,
  hasTwin: false,
};

function rule(name: string, when: Partial<Rule["when"]>): Rule {
  return {
    __typename: "ReviewRule",
    name,
    action: "APPROVE",
    reason: null,
    note: null,
    reviewerId: null,
    when: { ...ANY, ...when },
  };
}

test.each<[Partial<Rule["when"]>, boolean]>([
  [{}, true],
  [{ leastScore: 70, mostScore: 70 }, true],
  [{ leastScore: 71 }, false],
  [{ failed: ["NOISE", "SHARPNESS"] }, true],
  [{ failed: ["NOISE"] }, false],
  [{ readyFor: ["google"] }, true],
  [{ readyFor: ["google", "ebay"] }, false],
  [{ unreadyFor: ["ebay"] }, true],
  [{ unreadyFor: ["ebay", "google"] }, false],
  [{ importerIds: ["iris"] }, true],
  [{ importerIds: ["ada"] }, false],
  [{ hasProduct: false }, false],
  [{ leastSide: 800, mostSide: 800 }, true],
  [{ mostSide: 799 }, false],
  [{ duplicate: true }, false],
  [{ leastScore: 50, hasProduct: false }, false],
])("all that a condition gives must hold: %o", (when, holds) => {
  expect(ruling([rule("one", when)], PICTURE) !== null).toBe(holds);
});

test("the first rule that fits counts", () => {
  const rules = [rule("no", { leastScore: 99 }), rule("yes", {}), rule("late", {})];

  expect(ruling(rules, PICTURE)?.name).toBe("yes");
});
