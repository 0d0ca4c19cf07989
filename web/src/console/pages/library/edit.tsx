import { useCallback, useState } from "react";
import { useMutation } from "urql";

import { Field } from "../../ui/field";
import type { BatchAnswer } from "../../ui/pictures/bulk";
import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";
import { BulkDialog, type Change, type Effect } from "../../ui/pictures/bulk-dialog";
import { Select } from "../../ui/select";
import { useFormats } from "../../words/formats";
import { useLanguage, useWords } from "../../words/words";
import { type ActProps, useDone } from "./acts";
import { LibraryEditDocument } from "./bulk.generated";
import styles from "./library.module.css";
import { LOCALES, useLocaleNames } from "./locales";
import { WholeDialog } from "./whole/whole-dialog";
import { ANY, altOf, editOf, inputOf, isEmpty, lostOf, type Wish } from "./wish";
import { words } from "./words";

/** Metadata of many: what is left empty stays as it is with each. */
export function Edit(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const format = useFormats();
  const localeName = useLocaleNames();
  const [wish, setWish] = useState<Wish>({
    title: "",
    alt: "",
    // A fallback is safe with all that match: it takes nothing away.
    locale: props.whole === null ? language : ANY,
    added: "",
    removed: "",
    product: "",
  });
  const [, edit] = useMutation(LibraryEditDocument);
  const done = useDone();
  const { ids, whole, onClose } = props;
  const isWhole = whole !== null;
  const put = (part: keyof Wish) => (value: string) => setWish((before) => ({ ...before, [part]: value }));

  const effect = useCallback(
    (picture: BulkPictureFragment): Effect => {
      const input = inputOf(wish, picture);
      const changes: Change[] = [];
      if (input.title !== undefined) {
        changes.push({ what: say("edit.title"), before: picture.title ?? "", after: wish.title.trim() });
      }
      if (input.altTexts !== undefined || input.altText !== undefined) {
        changes.push({ what: say("edit.alt"), before: altOf(picture, wish.locale), after: wish.alt.trim() });
        for (const lost of isWhole ? lostOf(picture, wish.locale) : []) {
          changes.push({ what: localeName(lost), before: altOf(picture, lost), after: "" });
        }
      }
      if (input.keywords !== undefined) {
        const after = format.list(input.keywords ?? []);
        changes.push({ what: say("edit.keywords"), before: format.list(picture.keywords), after });
      }
      if (input.productCode !== undefined) {
        changes.push({ what: say("edit.product"), before: picture.productCode ?? "", after: wish.product.trim() });
      }
      return changes.length > 0 ? { changes } : { changes, skipped: say("skip.same") };
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [wish, language, isWhole],
  );

  const common = {
    title: say("edit.heading"),
    isReady: !isEmpty(wish),
    effect,
    action: (count: number) => say("edit.action", { count }),
    onClose,
    form: (
      <div className={styles["form"]}>
        <p className={styles["hint"]}>{say("edit.hint")}</p>
        <Field label={say("edit.title")} maxLength={256} value={wish.title} onChange={put("title")} />
        <div className={styles["alt"]}>
          <Field label={say("edit.alt")} maxLength={512} value={wish.alt} onChange={put("alt")} />
          <Select
            label={say("locale")}
            options={[
              { value: ANY, label: say("edit.alt.any") },
              ...LOCALES.map((value) => ({ value, label: localeName(value) })),
            ]}
            value={wish.locale}
            onChange={put("locale")}
          />
        </div>
        {isWhole && wish.locale !== ANY && (
          <p role="alert" className={styles["warning"]}>
            {say("whole.alt", { language: localeName(wish.locale) })}
          </p>
        )}
        <div className={styles["two"]}>
          <Field label={say("edit.added")} hint={say("edit.commas")} value={wish.added} onChange={put("added")} />
          <Field label={say("edit.removed")} hint={say("edit.commas")} value={wish.removed} onChange={put("removed")} />
        </div>
        <Field label={say("edit.product")} maxLength={64} value={wish.product} onChange={put("product")} />
      </div>
    ),
  };
  if (whole !== null) {
    const wanted = editOf(wish);
    return (
      <WholeDialog
        {...common}
        whole={whole}
        edit={wanted}
        prepare={() => Promise.resolve({ edit: wanted })}
        // Products stay where the edit brought them.
        canTakeBack={wish.product.trim() === ""}
      />
    );
  }
  return (
    <BulkDialog
      {...common}
      ids={ids}
      run={async (pictures): Promise<BatchAnswer> => {
        const { data, error } = await edit({ input: { images: pictures.map((one) => inputOf(wish, one)) } });
        return { error, refusals: data?.updateImages.userErrors ?? [] };
      }}
      onDone={done}
    />
  );
}
