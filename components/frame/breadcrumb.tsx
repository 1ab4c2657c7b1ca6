"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

/** Project ▸ page, the page taken from the address. */
export const Breadcrumb = ({
  base,
  project,
  pages,
}: {
  base: string;
  project: string;
  pages: { segment: string; label: string }[];
}) => {
  const [segment, ...deeper] = usePathname()
    .slice(base.length + 1)
    .split("/");
  const page = pages.find((one) => one.segment === segment);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        <li className="min-w-0 truncate max-md:sr-only">
          <Link href={`${base}/overview`} className="rounded-xs text-muted hover:text-ink">
            {project}
          </Link>
        </li>
        {page ? (
          <li className="flex items-center gap-1.5">
            <ChevronRight aria-hidden className="size-3.5 text-subtle max-md:hidden" />
            {deeper.length > 0 ? (
              <Link href={`${base}/${page.segment}`} className="rounded-xs text-muted hover:text-ink">
                {page.label}
              </Link>
            ) : (
              <span aria-current="page">{page.label}</span>
            )}
          </li>
        ) : null}
      </ol>
    </nav>
  );
};
