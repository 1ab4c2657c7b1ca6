import { useSyncExternalStore } from "react";
import { currencyOfLocale } from "./currency-of-locale";

export type BrowserDefaults = {
  timezone: string;
  currency: string;
  timezones: string[];
  currencies: { code: string; name: string }[];
};

const onServer: BrowserDefaults = {
  timezone: "UTC",
  currency: "EUR",
  timezones: ["UTC"],
  currencies: [{ code: "EUR", name: "Euro" }],
};

let read: BrowserDefaults | undefined;

const readBrowser = (): BrowserDefaults => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const names = new Intl.DisplayNames("en", { type: "currency" });
  read ??= {
    timezone: timeZone,
    currency: currencyOfLocale(navigator.language),
    timezones: [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort(),
    currencies: Intl.supportedValuesOf("currency").map((code) => ({ code, name: names.of(code) ?? code })),
  };
  return read;
};

const never = () => () => {};

/** What the browser knows about where a person sells; plain guesses until the page is alive. */
export const useBrowserDefaults = (): BrowserDefaults =>
  useSyncExternalStore(never, readBrowser, () => onServer);
