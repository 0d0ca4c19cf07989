import { useWords } from "../../words/words";
import { type Copied, CopyMenu } from "../copy-menu";
import { arrangingWords } from "./words";

interface Props {
  /** The path of its page. */
  readonly page: string;
  readonly id: string;
  /** The root field of the API that it is read by, with the argument, such as `image(id: "…")`. */
  readonly field: string;
  /** What else others ask for, before what only programs do. */
  readonly more?: readonly Copied[];
}

/** Copies what others and programs need to find a group, a collection or a product. */
export function CopyArranged({ page, id, field, more = [] }: Props): React.JSX.Element {
  const say = useWords(arrangingWords);
  return (
    <CopyMenu
      of={[
        { name: say("copy.page"), text: new URL(page, location.origin).href },
        ...more,
        { name: say("copy.id"), text: id },
        { name: say("copy.query"), text: queryOf(field) },
      ]}
    />
  );
}

/** What it is, and its first pictures. */
function queryOf(field: string): string {
  return `{
  ${field} {
    id
    name
    imageCount
    images(first: 20) {
      nodes {
        id
        fileName
      }
    }
  }
}
`;
}
