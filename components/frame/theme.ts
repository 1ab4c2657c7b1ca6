/** `system` follows the machine and is what people get who never chose. */
export type Theme = "light" | "dark" | "system";

/** Runs in <head>. Without quotes, ampersands and angle brackets: React escapes them in a script's children. */
export const themeScript =
  "try{const t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch{}";

export const applyTheme = (theme: Theme): void => {
  const root = document.documentElement;
  if (theme === "system") {
    delete root.dataset.theme;
    localStorage.removeItem("theme");
  } else {
    root.dataset.theme = theme;
    localStorage.setItem("theme", theme);
  }
};

export const currentTheme = (): Theme => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
};

export const watchTheme = (tell: () => void): (() => void) => {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
};
