/** What members may do, weakest first. */
export const roles = ["viewer", "analyst", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

export const atLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
