import { Plus } from "lucide-react";
import { useState } from "react";

import { Button } from "../../../ui/button";
import { refusalAt, useRefusalText } from "../../../client/refusals";
import { Card } from "../../../ui/card";
import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import editStyles from "../edit/edit.module.css";
import { useLanguageName } from "../edit/names";
import { OriginChip } from "../edit/source";
import { Switch } from "../edit/switch";
import { Count, Text } from "../edit/text";
import { altKey, asText } from "../edit/values";
import type { Stage } from "../live";
import styles from "../whole.module.css";
import { words } from "../words";
import { Suggestions } from "./suggestions";

/** The languages that are offered before anybody has written in them. */
const USUAL = ["en", "pt-BR"];
const LIMIT = 512;

/** What the picture shows, for those who do not see it. */
export function Alt({ stage }: { readonly stage: Stage | null }): React.JSX.Element {
  const say = useWords(words);
  const { image, value, mayEdit } = useEditing();
  const [added, setAdded] = useState<readonly string[]>([]);
  const there = image.metadata?.altTexts.map(({ locale }) => locale) ?? [];
  const locales = [...new Set([...there, ...USUAL, ...added])];
  const decorative = value("decorative") === true;
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("alt.title")}</h2>
        <Switch name="decorative" />
        {decorative ? (
          <p className={styles["small"]}>{say("alt.decorative")}</p>
        ) : (
          <p className={styles["small"]}>{say("alt.help")}</p>
        )}
        {locales.map((locale) => (
          <Language key={locale} locale={locale} />
        ))}
        {mayEdit && <AddLanguage onAdd={(locale) => setAdded([...added, locale])} />}
        <Text name="altText" lines={2} hint={say("alt.any.hint")} />
      </Card>
      <Suggestions stage={stage} locales={locales} />
    </div>
  );
}

function Language({ locale }: { readonly locale: string }): React.JSX.Element {
  const say = useWords(words);
  const { image, value, set, isChanged, mayEdit, refusals } = useEditing();
  const language = useLanguageName();
  const refusalText = useRefusalText();
  const text = asText(value(altKey(locale))) ?? "";
  const origin = image.metadata?.altTexts.find((one) => one.locale === locale)?.origin;
  const refused = isChanged(altKey(locale)) ? refusalAt(refusals, "altTexts") : undefined;
  return (
    <div className={editStyles["held"]}>
      <Field
        label={say("alt.in", { language: language(locale) })}
        lines={2}
        value={text}
        onChange={(next) => set(altKey(locale), next)}
        isReadOnly={!mayEdit}
        problem={refused ? refusalText(refused) : undefined}
      />
      {origin !== undefined && !isChanged(altKey(locale)) && (
        <span className={editStyles["source"]}>
          <OriginChip origin={origin} />
        </span>
      )}
      <Count text={text} limit={LIMIT} always />
    </div>
  );
}

function AddLanguage({ onAdd }: { readonly onAdd: (locale: string) => void }): React.JSX.Element {
  const say = useWords(words);
  const [text, setText] = useState("");
  const tag = canonical(text);
  return (
    <form
      className={editStyles["add"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (tag === null) return;
        onAdd(tag);
        setText("");
      }}
    >
      <Field label={say("alt.language")} hint={say("alt.language.hint")} value={text} onChange={setText} />
      <Button type="submit" isDisabled={tag === null}>
        <Plus aria-hidden="true" size={16} />
        {say("tags.add")}
      </Button>
    </form>
  );
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? null;
  } catch {
    return null;
  }
}
