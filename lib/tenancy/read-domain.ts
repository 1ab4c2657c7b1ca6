const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** A host as the log names it ("shop.example"), from what people paste: an address, a host with a port, capitals. */
export const readDomain = (text: string): string | null => {
  try {
    const { hostname } = new URL(/^[a-z]+:\/\//i.test(text) ? text.trim() : `https://${text.trim()}`);
    const labels = hostname.split(".");
    const isName =
      labels.every((part) => part.length <= 63 && label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? "");
    return isName && (labels.length > 1 || hostname === "localhost") ? hostname : null;
  } catch {
    return null;
  }
};
