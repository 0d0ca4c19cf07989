import { getRouteApi, useRouter } from "@tanstack/react-router";
import { ImageOff, Images as ImagesIcon, SlidersHorizontal, Trash2, X } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";

import { Choice, useChoice } from "../../choice";
import { rememberWalk } from "../../client/walk";
import type { ImageOrder, ImagesWhere } from "../../generated/schema";
import { useMay } from "../../session/account";
import { Button, ButtonLink } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { ImageGrid } from "../../ui/pictures/image-grid";
import { Loading, Problem } from "../../ui/problem";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Bringing } from "./bringing";
import { changed, type Filter, NARROWING, orderOf, SORTS, whereOf } from "./filter";
import { type Images, useImages } from "./images";
import { LibraryCountDocument } from "./library.generated";
import styles from "./library.module.css";
import { Search } from "./search";
import { Sorting } from "./sorting";
import { useChoosing } from "./whole/choosing";
import { words } from "./words";

// What is not needed to see the first images comes after them: the first load has a budget.
const Active = lazy(() => import("./filters").then(({ Active: component }) => ({ default: component })));
const Bar = lazy(() => import("./bar").then(({ Bar: component }) => ({ default: component })));
const Dialog = lazy(() => import("../../ui/dialog").then(({ Dialog: component }) => ({ default: component })));
const Filters = lazy(() => import("./filters").then(({ Filters: component }) => ({ default: component })));
const Trash = lazy(() => import("./trash").then(({ Trash: component }) => ({ default: component })));

/** The order that somebody chose last; an address that says one comes first. */
const order = new Choice("ecogram/library/order", SORTS, "newest");

const route = getRouteApi("/signed-in/library");

/** All images, or those of the trash. */
export function LibraryPage(): React.JSX.Element {
  const filter = route.useSearch();
  if (filter.view !== "trash") return <Library filter={filter} />;
  return (
    <Suspense fallback={<Loading />}>
      <Trash />
    </Suspense>
  );
}

/** Where one is above all, with nothing chosen, a new image may push the others on. */
const CALM = 120;

function Library({ filter }: { readonly filter: Filter }): React.JSX.Element {
  const say = useWords(words);
  const format = useFormats();
  const navigate = route.useNavigate();
  const mayDelete = useMay("DELETE_IMAGES");
  const mayImport = useMay("IMPORT_IMAGES");
  const [isFiltering, setFiltering] = useState(false);
  const where = useMemo(() => whereOf(filter), [filter]);
  const usual = useChoice(order);
  const sort = filter.sort ?? usual;
  const chosen = useRef(0);
  const isCalm = useCallback(() => window.scrollY < CALM && chosen.current === 0, []);
  const orderBy = orderOf(sort, filter.q);
  const images = useImages(where, orderBy, isCalm);
  const { items, loading, error, list } = images;
  const choosing = useChoosing(useMemo(() => items.map(({ id }) => id), [items]));
  const { selection } = choosing;
  chosen.current = selection.ids.size;
  const count = useCount(where, images.changes);
  const isNarrowed = NARROWING.some((part) => filter[part] !== undefined);
  useWalk(images, where, orderBy, count);
  const { clear } = selection;
  useEffect(() => clear(), [list, clear]);

  const change = useCallback(
    (to: Partial<Record<keyof Filter, string | undefined>>, replace = false) => {
      void navigate({ search: (before) => changed(before, to as never), replace });
    },
    [navigate],
  );
  // Once there: what was deleted is offered back when nothing is chosen any more.
  const [wasChosen, setWasChosen] = useState(false);
  if (selection.ids.size > 0 && !wasChosen) setWasChosen(true);
  const [bulk, setBulk] = useState<"delete" | null>(null);

  const { changes } = images;
  // Pages come and go while one scrolls: the filters are not drawn anew for them.
  const panel = useMemo(
    () => (
      <Suspense fallback={<Loading />}>
        <Filters filter={filter} where={where} changes={changes} onChange={change} />
      </Suspense>
    ),
    [filter, where, changes, change],
  );
  return (
    <Page
      title={say("title")}
      lead={count === null ? " " : say("count", { count, more: count >= MOST ? "yes" : "no" })}
      actions={
        mayDelete && (
          <ButtonLink to="/library" search={{ view: "trash" }} kind="quiet">
            <Trash2 aria-hidden="true" size={18} />
            {say("trash")}
          </ButtonLink>
        )
      }
    >
      {/* What a filter has found; the line below the title is none that screen readers follow. */}
      <p role="status" className="visually-hidden">
        {count !== null && isNarrowed && say("count", { count, more: count >= MOST ? "yes" : "no" })}
      </p>
      <div className={styles["columns"]}>
        <aside className={styles["aside"]} aria-label={say("filters")}>
          {panel}
        </aside>
        <div className={styles["main"]}>
          <div className={styles["tools"]}>
            <Search value={filter.q ?? ""} onChange={(q) => change({ q: q === "" ? undefined : q }, true)} />
            <span className={styles["narrow"]}>
              <Button onPress={() => setFiltering(true)}>
                <SlidersHorizontal aria-hidden="true" size={18} />
                {say("filters")}
              </Button>
            </span>
            <span className={styles["sort"]}>
              <Sorting
                sort={sort}
                isSearch={filter.q !== undefined}
                onChange={(chosenSort) => {
                  if (chosenSort !== "best") order.set(chosenSort);
                  change({ sort: chosenSort });
                }}
              />
            </span>
          </div>
          <Suspense fallback={null}>{isNarrowed && <Active filter={filter} onChange={change} />}</Suspense>
          {images.waiting > 0 && (
            <div className={styles["news"]} role="status">
              <Button
                kind="primary"
                small
                onPress={() => {
                  window.scrollTo({ top: 0 });
                  images.reload();
                }}
              >
                {say("news", { count: images.waiting })}
              </Button>
            </div>
          )}
          {items.length > 0 && (
            <ImageGrid
              label={say("grid")}
              items={items}
              selection={selection}
              onShow={list.show}
              {...(mayDelete && { onDelete: () => setBulk("delete") })}
            />
          )}
          {error && <Problem error={error} onRetry={list.more} />}
          {loading && items.length === 0 && <Placeholders />}
          {loading && items.length > 0 && <Loading />}
          {!loading && !error && items.length === 0 && (
            <Nothing isNarrowed={isNarrowed} />
          )}
        </div>
      </div>
      {mayImport && <Bringing />}
      <Suspense fallback={null}>
        {isFiltering && (
        <Dialog title={say("filters")} isOpen onClose={() => setFiltering(false)}>
          {panel}
          <Button kind="primary" onPress={() => setFiltering(false)}>
            {count === null ? say("showAny") : say("show", { count: format.number(count) })}
          </Button>
        </Dialog>
        )}
        {wasChosen && <Bar choosing={choosing} images={images} whole={{ where, count }} asked={bulk} onAsked={() => setBulk(null)} />}
      </Suspense>
    </Page>
  );
}

const IMAGE = /^\/images\/([^/]+)$/;
const AROUND = 2000;

/** Leaves the list to the page of the picture that is opened, which leads on to the next of it. */
function useWalk({ list }: Images, where: ImagesWhere, orderBy: ImageOrder, total: number | null): void {
  const router = useRouter();
  const opened = useEffectEvent((from: string, id: string) => {
    const { ids, skipped, next } = list.around(id, AROUND);
    rememberWalk({ from, ids, skipped, total, rest: next === null ? null : { where, orderBy, after: next } });
  });
  useEffect(
    () =>
      router.subscribe("onBeforeNavigate", ({ fromLocation, toLocation }) => {
        const id = IMAGE.exec(toLocation.pathname)?.[1];
        if (id !== undefined && list.has(id)) opened(fromLocation?.href ?? "/library", id);
      }),
    [router, list],
  );
}

/** Counting stops there. */
const MOST = 10_000;
const SETTLED = 1500;

/** How many there are of the filter; null until that is known. Asked anew when all is quiet again. */
function useCount(where: ReturnType<typeof whereOf>, changes: number): number | null {
  const [{ data }, ask] = useQuery({ query: LibraryCountDocument, variables: { where } });
  useEffect(() => {
    if (changes === 0) return undefined;
    const timer = window.setTimeout(() => ask({ requestPolicy: "network-only" }), SETTLED);
    return () => window.clearTimeout(timer);
  }, [changes, ask]);
  return data?.images.totalCount ?? null;
}

function Placeholders(): React.JSX.Element {
  return (
    <>
      <div className={styles["placeholders"]} aria-hidden="true">
        {Array.from({ length: 12 }, (_, at) => (
          <span key={at} className={styles["placeholder"]} />
        ))}
      </div>
      <Loading />
    </>
  );
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }): React.JSX.Element {
  const say = useWords(words);
  const mayImport = useMay("IMPORT_IMAGES");
  if (isNarrowed) {
    return (
      <Empty
        icon={<ImageOff />}
        title={say("none")}
        action={
          <ButtonLink to="/library">
            <X aria-hidden="true" size={18} />
            {say("clear")}
          </ButtonLink>
        }
      >
        {say("none.text")}
      </Empty>
    );
  }
  return (
    <Empty
      icon={<ImagesIcon />}
      title={say("empty")}
      action={mayImport && <ButtonLink kind="primary" to="/upload">{say("empty.action")}</ButtonLink>}
    >
      {say("empty.text")}
    </Empty>
  );
}
