import { useGroups } from "../../../ui/arranging/groups";
import { CheckGroup } from "../../../ui/check";
import { Field } from "../../../ui/field";
import { Row } from "../../../ui/form";
import { Select } from "../../../ui/select";
import { uiWords } from "../../../ui/words";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { type Draft, MISSING, READINESS, REVIEWS, STATES } from "./filter";

interface Props {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** What is wrong with one of its fields. */
  readonly problemAt: (name: string) => string | undefined;
}

/** The main conditions of a filter: all that are filled in must hold. */
export function FilterFields({ draft, onChange, channels, problemAt }: Props): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const groups = useGroups();
  const any = { value: "" as const, label: say("filter.any") };
  const set = (part: Partial<Draft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <Field
        label={say("filter.search")}
        value={draft.search}
        onChange={(search) => set({ search })}
        problem={problemAt("search")}
      />
      <Row>
        <Select
          label={say("filter.review")}
          value={draft.reviewState}
          onChange={(reviewState) => set({ reviewState })}
          options={[any, ...REVIEWS.map((value) => ({ value, label: sayUi(`state.${value}`) }))]}
          problem={problemAt("reviewState")}
        />
        <Select
          label={say("filter.state")}
          value={draft.state}
          onChange={(state) => set({ state })}
          options={[any, ...STATES.map((value) => ({ value, label: sayUi(`state.${value}`) }))]}
        />
      </Row>
      <Row>
        <Field
          label={say("filter.product")}
          value={draft.productCode}
          onChange={(productCode) => set({ productCode })}
          problem={problemAt("productCode")}
        />
        <Select
          label={say("filter.group")}
          value={draft.groupId}
          onChange={(groupId) => set({ groupId })}
          options={[any, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
          problem={problemAt("groupId")}
        />
      </Row>
      <Row>
        <Field
          label={say("filter.minScore")}
          inputMode="numeric"
          value={draft.minScore}
          onChange={(minScore) => set({ minScore })}
          problem={problemAt("minScore")}
        />
        <Field
          label={say("filter.maxScore")}
          inputMode="numeric"
          value={draft.maxScore}
          onChange={(maxScore) => set({ maxScore })}
          problem={problemAt("maxScore")}
        />
      </Row>
      <Select
        label={say("filter.channel")}
        value={draft.channel}
        onChange={(channel) => set({ channel, answers: channel === "" ? [] : ["PASS"] })}
        options={[any, ...channels.map(({ id, name }) => ({ value: id, label: name }))]}
        problem={problemAt("channelReadiness")}
      />
      {draft.channel !== "" && (
        <CheckGroup
          label={say("filter.answers")}
          value={draft.answers}
          onChange={(answers) => set({ answers })}
          options={READINESS.map((value) => ({ value, label: say(`filter.${value}`) }))}
        />
      )}
      <CheckGroup
        label={say("filter.missing")}
        value={draft.missing}
        onChange={(missing) => set({ missing })}
        options={MISSING.map((value) => ({ value, label: say(`filter.${value}`) }))}
      />
      <Field
        label={say("filter.days")}
        inputMode="numeric"
        value={draft.days}
        onChange={(days) => set({ days })}
        problem={problemAt("expiringWithinDays")}
      />
      {Object.keys(draft.rest).length > 0 && <p>{say("filter.rest")}</p>}
    </>
  );
}
