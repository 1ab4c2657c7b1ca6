import type { Membership } from "@/lib/tenancy/organisations-store";
import { NavLink } from "./nav-link";
import { navigation } from "./navigation";
import { ProjectSwitcher } from "./project-switcher";

// Beside an icon, the name is there for screen readers and shows on hover and focus.
const labelLooks =
  "max-wide:pointer-events-none max-wide:absolute max-wide:left-full max-wide:z-30 max-wide:ml-2 max-wide:whitespace-nowrap max-wide:rounded-sm max-wide:bg-solid max-wide:px-2 max-wide:py-1 max-wide:text-on-solid max-wide:text-xs max-wide:opacity-0 max-wide:group-hover:opacity-100 max-wide:group-focus-visible:opacity-100";

/** The pages at the left: with words from 1,100 px, as icons from 768 px; below that the bottom bar takes over. */
export const Rail = ({
  base,
  here,
  memberships,
}: {
  base: string;
  here: { org: string; project: string };
  memberships: Membership[];
}) => (
  <div className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col border-r bg-page md:flex wide:w-56">
    <div className="flex h-(--top-bar) items-center border-b px-2">
      <ProjectSwitcher here={here} memberships={memberships} />
    </div>
    <nav aria-label="Pages" className="flex-1 px-2 py-3 wide:overflow-y-auto">
      {navigation.map((group) => (
        <div key={group.title ?? "reports"} className="mb-3">
          {group.title ? (
            <p className="mx-2 mb-1 border-t pt-3 text-subtle text-xs max-wide:h-3 max-wide:text-[0px]">
              {group.title}
            </p>
          ) : null}
          <ul className="grid gap-0.5">
            {group.pages.map(({ segment, label, icon: Icon }) => (
              <li key={segment}>
                <NavLink
                  href={`${base}/${segment}`}
                  className="group relative flex h-8 items-center gap-2.5 rounded-sm px-2 text-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink max-wide:h-10 max-wide:justify-center"
                >
                  <Icon aria-hidden className="size-4.5 shrink-0 wide:size-4" />
                  <span className={labelLooks}>{label}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  </div>
);
