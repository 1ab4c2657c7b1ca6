/** The path of an installed Chromium or Chrome; undefined leaves the choice to Playwright. */
export declare const findChromium: () => string | undefined;
