import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useClient } from "urql";

import {
  ImagePageChangedDocument,
  ImagePageProcessingDocument,
  type ImagePageProcessingSubscription,
} from "./image.generated";

export type Stage = ImagePageProcessingSubscription["imageProcessing"];

/** Keeps a picture true while its page is open; the cache takes what events bring along. */
export function useLive(id: string, readAgain: () => void): Stage | null {
  const client = useClient();
  const [stage, setStage] = useState<Stage | null>(null);
  const again = useEffectEvent(readAgain);
  useEffect(() => {
    const changed = client.subscription(ImagePageChangedDocument, { id }).subscribe(({ data }) => {
      if (data && data.imageChanged.image === null) again();
    });
    const processing = client
      .subscription(ImagePageProcessingDocument, { id })
      .subscribe(({ data }) => data && setStage(data.imageProcessing));
    return () => {
      changed.unsubscribe();
      processing.unsubscribe();
    };
  }, [client, id]);
  return stage;
}

/** Calls back when `mark` changes, but not at first: what it stands for must be read anew. */
export function useWhenChanged(mark: string, callBack: () => void): void {
  const before = useRef(mark);
  const act = useEffectEvent(callBack);
  useEffect(() => {
    if (before.current === mark) return;
    before.current = mark;
    act();
  }, [mark]);
}
