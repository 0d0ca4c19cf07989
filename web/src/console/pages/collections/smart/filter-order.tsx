import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { type OrderName, ORDERS } from "./filter";

interface Props {
  readonly order: OrderName;
  readonly onChange: (order: OrderName) => void;
}

/** In which order what is found lies. */
export function FilterOrder({ order, onChange }: Props): React.JSX.Element {
  const say = useWords(words);
  const options = ORDERS.map((value) => ({ value, label: say(`order.${value}`) }));
  return <Select label={say("order")} value={order} onChange={onChange} options={options} />;
}
