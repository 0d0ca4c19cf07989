/** Begins each piece of work once the one before has ended, however that went. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const ended = last.then(work);
    last = ended.catch(() => undefined);
    return ended;
  };
}
