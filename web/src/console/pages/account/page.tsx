import { useAccount } from "../../session/account";
import { Page } from "../../ui/page";
import { useWords } from "../../words/words";
import { Keys } from "./keys";
import { Password } from "./password";
import { Profile } from "./profile";
import { Sessions } from "./sessions";
import { words } from "./words";

/** What people set for themselves. */
export function AccountPage(): React.JSX.Element {
  const say = useWords(words);
  const { email } = useAccount();
  return (
    <Page title={say("title")} lead={say("lead", { email })} narrow>
      <Profile />
      <Password />
      <Keys />
      <Sessions />
    </Page>
  );
}
