import { isPrivate } from "./is-private";
import { listen } from "./safely";
import { leaving } from "./signs";
import { track } from "./track";

/** Forms that are sent, and forms that are begun and left. A part of its own, `t-forms.js`. */

/** Forms in which something was changed, and the field that was changed last. */
const changed = new Map<HTMLFormElement, string>();

/** Not `form.name`: a field of that name would stand in its place. */
const nameOf = (form: HTMLFormElement): string | undefined =>
  form.getAttribute("id") || form.getAttribute("name") || form.getAttribute("action")?.split("?")[0];

const reportAbandoned = (): void => {
  for (const [form, lastField] of changed) track("Form Abandoned", { form: nameOf(form), lastField });
  changed.clear();
};

listen("input", ({ target }) => {
  const { form, name, id } = target as HTMLInputElement;
  if (form && !isPrivate(target)) changed.set(form, name || id);
});
listen("submit", ({ target }) => {
  const form = target as HTMLFormElement;
  changed.delete(form);
  if (!isPrivate(form)) track("Form Submitted", { form: nameOf(form) });
});
listen(`pagehide ${leaving}`, reportAbandoned);
