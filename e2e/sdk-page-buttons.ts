type Button = "look" | "add" | "sign-in" | "order" | "sign-out";

/** What the page is told to load: where the app is, and the project's key. */
export const { host = "", key = "" } = document.currentScript?.dataset ?? {};

export const whenPressed = (actions: Record<Button, () => void>): void => {
  for (const [id, act] of Object.entries(actions))
    document.getElementById(id)?.addEventListener("click", act);
};

export const order = { order_id: "1001", revenue: 59.7, currency: "EUR" };

/** Away at once, as a shop does after an order. */
export const thank = (): void => location.assign("/thanks");
