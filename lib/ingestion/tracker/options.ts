const script = document.currentScript as HTMLScriptElement | null;

/** The data attributes of the script tag: `data-key`, `data-consent` and so on. docs/tracker.md lists them. */
export const options: DOMStringMap = script?.dataset ?? {};

/** Every automatic part is on until its attribute says `off`, as in `data-clicks="off"`. */
export const isOn = (part: string): boolean => options[part] !== "off";

/** An address of the server: beside the script, or on the host that `data-host` names. */
export const addressOf = (path: string): string => new URL(path, options.host ?? script?.src).href;

/** Adds a further part of the tracker. It lies beside the script and has the same options. */
export const loadPart = (name: string): void => {
  const part = document.createElement("script");
  part.src = new URL(`t-${name}.js`, script?.src).href;
  part.nonce = script?.nonce ?? "";
  Object.assign(part.dataset, options);
  document.head.append(part);
};
