const STAYS = /Focus|Blur|Hover|(Pointer|Mouse)(Enter|Leave|Over|Out)/;

/**
 * A button that cannot be pressed now, for React Aria's `render`. Unlike one that is `disabled`, it
 * keeps the focus that it has, and screen readers tell that it is there and not available.
 */
export function off(props: React.ComponentPropsWithRef<"button">): React.JSX.Element {
  const kept = Object.entries(props).filter(([name]) => !name.startsWith("on") || STAYS.test(name));
  return (
    <button
      {...Object.fromEntries(kept)}
      aria-disabled="true"
      data-disabled="true"
      // Enter in a field presses the form's button too.
      onClick={(event) => event.preventDefault()}
    />
  );
}
