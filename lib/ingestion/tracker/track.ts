type Properties = Record<string, unknown>;

/** An event by a part that was added later: the script that added it knows how and whether to send it. */
export const track = (event: string, properties: Properties): void =>
  // Put there by tracker.ts.
  (window as { tributary?: { track: (event: string, properties: Properties) => void } }).tributary?.track(
    event,
    properties,
  );
