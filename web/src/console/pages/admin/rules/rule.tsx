import type { ReviewRuleAction, ReviewRuleInput } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Field } from "../../../ui/field";
import { Row } from "../../../ui/form";
import { ALL_REASONS } from "../../../ui/reasons";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { Condition } from "./condition";
import type { ReviewRulesQuery } from "./rules.generated";
import { words } from "./words";

const ACTIONS: readonly ReviewRuleAction[] = ["APPROVE", "REJECT", "ROUTE"];

interface Props {
  /** From 1: the first rule that fits decides. */
  readonly place: number;
  readonly rule: ReviewRuleInput;
  readonly told: ReviewRulesQuery;
  readonly onChange: (rule: ReviewRuleInput) => void;
  readonly onRaise: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** One rule: which pictures, and what is done. */
export function RuleCard({ place, rule, told, onChange, onRaise, onRemove }: Props): React.JSX.Element {
  const say = useWords(words);
  const reviewers = told.reviewers.map(({ id, name }) => ({ value: id, label: name }));

  function act(action: ReviewRuleAction): void {
    const { name, when } = rule;
    onChange({
      name,
      when,
      action,
      ...(action === "REJECT" && { reason: "QUALITY" }),
      ...(action === "ROUTE" && { reviewerId: reviewers[0]?.value ?? null }),
    });
  }

  return (
    <Card>
      <Row>
        <Field
          label={say("name", { place })}
          value={rule.name}
          onChange={(name) => onChange({ ...rule, name })}
          maxLength={200}
        />
        <Select
          label={say("action")}
          value={rule.action}
          onChange={act}
          options={ACTIONS.map((value) => ({ value, label: say(`action.${value}`) }))}
        />
        {rule.action === "REJECT" && (
          <>
            <Select
              label={say("reason")}
              value={rule.reason ?? "QUALITY"}
              onChange={(reason) => onChange({ ...rule, reason })}
              options={ALL_REASONS.map((value) => ({ value, label: say(`reason.${value}`) }))}
            />
            <Field
              label={say("note")}
              value={rule.note ?? ""}
              onChange={(note) => onChange({ ...rule, note: note || null })}
            />
          </>
        )}
        {rule.action === "ROUTE" && (
          <Select
            label={say("reviewer")}
            value={rule.reviewerId ?? ""}
            onChange={(reviewerId) => onChange({ ...rule, reviewerId })}
            options={reviewers}
          />
        )}
      </Row>
      <Condition
        when={rule.when}
        channels={told.channels}
        onChange={(when) => onChange({ ...rule, when })}
      />
      <Row>
        <Button
          small
          isDisabled={onRaise === undefined}
          aria-label={say("raise.which", { name: rule.name })}
          onPress={() => onRaise?.()}
        >
          {say("raise")}
        </Button>
        <Button small aria-label={say("remove.which", { name: rule.name })} onPress={onRemove}>
          {say("remove")}
        </Button>
      </Row>
    </Card>
  );
}
