import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { Page } from "../../ui/page";
import { Loading } from "../../ui/problem";
import { Tabs } from "../../ui/tabs";
import { useWords } from "../../words/words";
import { Actions } from "./actions";
import { Conflict } from "./edit/conflict";
import { EditingProvider, useDraft } from "./edit/editing";
import { SaveBar } from "./edit/save-bar";
import type { ImageWholeFragment } from "./image.generated";
import type { Stage } from "./live";
import { type Part, PARTS } from "./parts";
import { ReviewCard } from "./review/review-card";
import { StageNote } from "./stage-note";
import { Steps } from "./steps";
import { Summary } from "./summary";
import { View } from "./view/view";
import styles from "./whole.module.css";
import { words } from "./words";

const CONTENT: Readonly<Record<Part, React.ComponentType<{ stage: Stage | null }>>> = {
  details: lazy(async () => ({ default: (await import("./details")).Details })),
  alt: lazy(async () => ({ default: (await import("./alt/alt")).Alt })),
  rights: lazy(async () => ({ default: (await import("./review/rights")).Rights })),
  place: lazy(async () => ({ default: (await import("./place/place")).Place })),
  belongs: lazy(async () => ({ default: (await import("./arrange/belongs")).Belongs })),
  quality: lazy(async () => ({ default: (await import("./quality/quality")).Quality })),
  crop: lazy(async () => ({ default: (await import("./crop/crop")).Crop })),
  files: lazy(async () => ({ default: (await import("./files/files")).Files })),
  duplicates: lazy(async () => ({ default: (await import("./duplicates/duplicates")).Duplicates })),
  history: lazy(async () => ({ default: (await import("./history/history")).History })),
};

interface Props {
  readonly image: ImageWholeFragment;
  readonly stage: Stage | null;
  readonly onDeleted: () => void;
}

/** The picture and its state on one side, the part that is worked on on the other. */
export function Whole({ image, stage, onDeleted }: Props): React.JSX.Element {
  const say = useWords(words);
  const editing = useDraft(image);
  const title = image.title ?? image.fileName;
  const picture = largest(image);
  return (
    <EditingProvider value={editing}>
      <Page
        title={title}
        lead={<Summary image={image} />}
        actions={
          <>
            <Steps id={image.id} />
            <Actions image={image} onDeleted={onDeleted} />
          </>
        }
      >
        <div className={styles["columns"]}>
          <div className={styles["seen"]}>
            <View
              src={picture?.url ?? null}
              alt={altOf(image) ?? say("view.noAlt", { name: image.fileName })}
              thumbHash={image.thumbHash}
              width={image.width}
              height={image.height}
            />
            <StageNote image={image} stage={stage} />
            <ReviewCard image={image} />
          </div>
          <Worked stage={stage} />
        </div>
        <SaveBar />
        <Conflict />
      </Page>
    </EditingProvider>
  );
}

function Worked({ stage }: { readonly stage: Stage | null }): React.JSX.Element {
  const say = useWords(words);
  const { part = "details" } = useSearch({ from: "/signed-in/images/$imageId" });
  const navigate = useNavigate();
  const Content = CONTENT[part];

  function choose(next: Part): void {
    void navigate({
      to: ".",
      search: next === "details" ? {} : { part: next },
      replace: true,
      resetScroll: false,
    });
  }

  return (
    <Tabs
      label={say("parts")}
      of={PARTS.map((key) => ({ key, label: say(`part.${key}`) }))}
      chosen={part}
      onChoose={choose}
    >
      <Suspense fallback={<Loading />}>
        <Content stage={stage} />
      </Suspense>
    </Tabs>
  );
}

/** The best of the private files to look at. */
function largest(image: ImageWholeFragment): ImageWholeFragment["renditions"][number] | undefined {
  return image.renditions.toSorted((one, other) => other.width - one.width)[0];
}

function altOf({ metadata }: ImageWholeFragment): string | null {
  return metadata?.altText ?? metadata?.altTexts[0]?.text ?? null;
}
