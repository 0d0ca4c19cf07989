import { useCallback, useState } from "react";
import { useMutation } from "urql";

import type { ImagesEditInput, UpdateImagesItemInput } from "../../generated/schema";
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
import { words } from "./words";

interface Wish {
  readonly title: string;
  readonly alt: string;
  readonly locale: string;
  readonly added: string;
  readonly removed: string;
  readonly product: string;
}

/** Metadata of many: what is left empty stays as it is with each. */
export function Edit(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const format = useFormats();
  const localeName = useLocaleNames();
  const [wish, setWish] = useState<Wish>({
    title: "",
    alt: "",
    locale: language,
    added: "",
    removed: "",
    product: "",
  });
  const [, edit] = useMutation(LibraryEditDocument);
  const done = useDone();
  const put = (part: keyof Wish) => (value: string) => setWish((before) => ({ ...before, [part]: value }));

  const effect = useCallback(
    (picture: BulkPictureFragment): Effect => {
      const input = inputOf(wish, picture);
      const changes: Change[] = [];
      if (input.title !== undefined) {
        changes.push({ what: say("edit.title"), before: picture.title ?? "", after: wish.title.trim() });
      }
      if (input.altTexts !== undefined) {
        changes.push({ what: say("edit.alt"), before: altOf(picture, wish.locale), after: wish.alt.trim() });
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
    [wish, language],
  );

  const isEmpty = [wish.title, wish.alt, wish.added, wish.removed, wish.product].every((text) => !text.trim());
  const { ids, whole, onClose } = props;
  const common = {
    title: say("edit.heading"),
    isReady: !isEmpty,
    effect,
    action: (count: number) => say("edit.action", { count }),
    onClose,
    form: (
      <div className={styles["form"]}>
        <p className={styles["hint"]}>{say("edit.hint")}</p>
        <Field label={say("edit.title")} maxLength={256} value={wish.title} onChange={put("title")} />
        {whole === null && (
          <div className={styles["alt"]}>
            <Field label={say("edit.alt")} maxLength={512} value={wish.alt} onChange={put("alt")} />
            <Select
              label={say("locale")}
              options={LOCALES.map((value) => ({ value, label: localeName(value) }))}
              value={wish.locale}
              onChange={put("locale")}
            />
          </div>
        )}
        <div className={styles["two"]}>
          <Field label={say("edit.added")} hint={say("edit.commas")} value={wish.added} onChange={put("added")} />
          <Field label={say("edit.removed")} hint={say("edit.commas")} value={wish.removed} onChange={put("removed")} />
        </div>
        <Field label={say("edit.product")} maxLength={64} value={wish.product} onChange={put("product")} />
        {whole !== null && <p className={styles["hint"]}>{say("whole.alt")}</p>}
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

/** The same for all; what is left empty stays. */
function editOf({ title, added, removed, product }: Wish): ImagesEditInput {
  return {
    ...(title.trim() !== "" && { title: title.trim() }),
    ...(product.trim() !== "" && { productCode: product.trim() }),
    addKeywords: partsOf(added),
    removeKeywords: partsOf(removed),
  };
}

/** What changes of a picture; nothing that is so already. */
function inputOf(wish: Wish, picture: BulkPictureFragment): UpdateImagesItemInput {
  const title = wish.title.trim();
  const alt = wish.alt.trim();
  const product = wish.product.trim();
  const keywords = keywordsOf(wish, picture.keywords);
  const isNewAlt = alt !== "" && alt !== altOf(picture, wish.locale);
  return {
    id: picture.id,
    expectedVersion: picture.version,
    ...(title !== "" && title !== picture.title && { title }),
    ...(isNewAlt && { altTexts: altTextsOf(picture, wish.locale, alt) }),
    ...(keywords.join("\n") !== picture.keywords.join("\n") && { keywords }),
    ...(product !== "" && product !== picture.productCode && { productCode: product }),
  };
}

function altOf({ metadata }: BulkPictureFragment, locale: string): string {
  return metadata?.altTexts.find((one) => one.locale === locale)?.text ?? "";
}

/** The API replaces all of them: the other languages go along. */
function altTextsOf({ metadata }: BulkPictureFragment, locale: string, text: string): { locale: string; text: string }[] {
  const others = (metadata?.altTexts ?? []).filter((one) => one.locale !== locale);
  return [...others.map((one) => ({ locale: one.locale, text: one.text })), { locale, text }];
}

function keywordsOf({ added, removed }: Wish, before: readonly string[]): string[] {
  const without = new Set(partsOf(removed).map((one) => one.toLowerCase()));
  const kept = before.filter((one) => !without.has(one.toLowerCase()));
  const there = new Set(kept.map((one) => one.toLowerCase()));
  return [...kept, ...partsOf(added).filter((one) => !there.has(one.toLowerCase()))];
}

function partsOf(text: string): string[] {
  return [...new Set(text.split(/[,;]/).map((part) => part.trim()))].filter((part) => part !== "");
}
