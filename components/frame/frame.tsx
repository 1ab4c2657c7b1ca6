import type { ReactNode } from "react";
import type { ProjectAccess } from "@/lib/auth/authorize";
import type { Membership } from "@/lib/tenancy/organisations-store";
import { AccountMenu } from "./account-menu";
import { BottomBar } from "./bottom-bar";
import { Breadcrumb } from "./breadcrumb";
import { navigation } from "./navigation";
import { ProjectSwitcher } from "./project-switcher";
import { Rail } from "./rail";
import { ThemeToggle } from "./theme-toggle";

const pages = navigation.flatMap((group) => group.pages.map(({ segment, label }) => ({ segment, label })));

/** What stays around every page of a project: rail, top bar, and on phones the bottom bar. */
export const Frame = ({
  access,
  memberships,
  children,
}: {
  access: ProjectAccess;
  memberships: Membership[];
  children: ReactNode;
}) => {
  const here = { org: access.org.slug, project: access.project.slug };
  const base = `/${here.org}/${here.project}`;
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-sm bg-solid px-3 py-2 text-on-solid focus-visible:translate-y-0"
      >
        Skip to the content
      </a>
      <Rail base={base} here={here} memberships={memberships} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex h-(--top-bar) items-center gap-2 border-b bg-page px-3 md:px-6">
          <ProjectSwitcher
            here={here}
            memberships={memberships}
            className="-ml-2 w-auto max-w-48 md:hidden"
          />
          <span className="min-w-0 max-md:sr-only">
            <Breadcrumb base={base} project={access.project.name} pages={pages} />
          </span>
          <span className="ml-auto flex items-center gap-2">
            <ThemeToggle />
            <AccountMenu email={access.user.email} role={access.role} />
          </span>
        </header>
        <main id="content" tabIndex={-1} className="flex-1 pb-16 focus-visible:outline-none md:pb-8">
          {children}
        </main>
      </div>
      <BottomBar base={base} />
    </div>
  );
};
