import { useNavigate, useSearch } from "@tanstack/react-router";
import { Store } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Field } from "../../../ui/field";
import { Form, Part, Row } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { CatalogPreviewDocument } from "./preview.generated";
import { Product } from "./product";
import { words } from "./words";

const FIRST = 6;

/** A product, or the first ones, exactly as shops get them. */
export function Preview(): React.JSX.Element {
  const say = useWords(words);
  const { code, channel } = useSearch({ from: "/signed-in/shop/preview" });
  const navigate = useNavigate({ from: "/shop/preview" });
  const [typed, setTyped] = useState(code ?? "");
  const variables = { codes: code ? [code] : null, channel: channel ?? null, first: FIRST };
  const [{ data, error, fetching }, reread] = useQuery({ query: CatalogPreviewDocument, variables });

  function show(next: { code: string; channel: string }): void {
    const search = { ...(next.code && { code: next.code }), ...(next.channel && { channel: next.channel }) };
    void navigate({ search, replace: true });
  }

  return (
    <Part title={say("title")} lead={say("lead")}>
      <Form onSubmit={() => show({ code: typed.trim(), channel: channel ?? "" })}>
        <Row>
          <Field label={say("code")} value={typed} onChange={setTyped} />
          <Select
            label={say("channel")}
            value={channel ?? ""}
            onChange={(next) => show({ code: typed.trim(), channel: next })}
            options={[
              { value: "", label: say("channel.any") },
              ...(data?.channels ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Button type="submit">{say("show")}</Button>
        </Row>
      </Form>
      {error && !data && <Problem error={error} onRetry={reread} />}
      {fetching && !data && <Loading />}
      {data?.products.nodes.length === 0 && (
        <Empty icon={<Store />} title={say("none")}>
          {say("none.text")}
        </Empty>
      )}
      {data?.products.nodes.map((product) => <Product key={product.id} product={product} />)}
    </Part>
  );
}
