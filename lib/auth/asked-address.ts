import "server-only";
import { headers } from "next/headers";
import { askedAddressHeader } from "./asked-address-header";

/** The path and query the browser asked for, to come back to after signing in; "/" where the server does not say. */
export const askedAddress = async (): Promise<string> => {
  const asked = new URL((await headers()).get(askedAddressHeader) ?? "/", "http://this.invalid");
  // What Next adds when it fetches a page for the router.
  asked.searchParams.delete("_rsc");
  return asked.pathname + asked.search;
};
