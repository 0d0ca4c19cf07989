import { useRef, useSyncExternalStore } from "react";

import { type Attachments, STAND_IN } from "./attachments";

interface Props {
  readonly attachments: Attachments;
}

/** A button that chooses the files which stand-ins in variables are replaced by. */
export function FilesButton({ attachments }: Props): React.JSX.Element {
  const files = useSyncExternalStore(attachments.subscribe, attachments.files);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="account-button"
        title={`Sent in place of "${STAND_IN}" in variables`}
        onClick={() => input.current?.click()}
      >
        {counted(files.length)}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ currentTarget }) => attachments.choose([...(currentTarget.files ?? [])])}
      />
    </>
  );
}

function counted(count: number): string {
  if (count === 0) return "Files";
  return count === 1 ? "1 file" : `${count} files`;
}
