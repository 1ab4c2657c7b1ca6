/** Whether the path of an address can be decoded: a `%` may only begin the bytes of a text in UTF-8. */
export const hasReadablePath = (address: string): boolean => {
  const [path = ""] = address.split("?", 1);
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};
