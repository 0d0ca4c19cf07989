import { Link } from "@tanstack/react-router";
import { CloudUpload } from "lucide-react";
import { useEffect } from "react";
import { useClient } from "urql";

import { useAccount } from "../../../session/account";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { hasLeft, leaveUploads, stayAtUploads, useGlance } from "./glance";
import styles from "./indicator.module.css";
import { glanceWords } from "./words";

/** How far uploads are, on every page; goes on with what a reload has interrupted. */
export function UploadIndicator(): React.JSX.Element | null {
  const say = useWords(glanceWords);
  const { percent } = useFormats();
  const client = useClient();
  const { id } = useAccount();
  const { open, share, troubles } = useGlance();
  useEffect(() => {
    stayAtUploads();
    // Uppy is only loaded where there is something to send.
    if (hasLeft(id)) void import("../travel/uploads").then(({ uploadsOf }) => uploadsOf(client, id));
    return leaveUploads;
  }, [client, id]);
  if (open + troubles === 0) return null;
  const done = percent(Math.floor(share * 100) / 100);
  const told = open > 0 ? say("under", { open, done }) : say("troubles", { troubles });
  return (
    <Link to="/upload" aria-label={told} title={told} className={styles["indicator"]}>
      <CloudUpload aria-hidden="true" size={18} />
      <span aria-hidden="true">{open > 0 ? done : troubles}</span>
    </Link>
  );
}
