import {
  ChartColumn,
  FolderHeart,
  Images,
  Layers,
  type LucideIcon,
  Package,
  ShieldCheck,
  SlidersHorizontal,
  Store,
  Upload,
} from "lucide-react";

import type { Role } from "../generated/schema";

type Key = "library" | "upload" | "review" | "groups" | "collections" | "products" | "shop" | "numbers" | "admin";

interface Place {
  readonly key: Key;
  readonly to: `/${Key}`;
  readonly icon: LucideIcon;
  /** Who sees it: this role and those above. */
  readonly least: Role;
}

/** Where the navigation leads, in its order. */
export const PLACES: readonly Place[] = [
  { key: "library", to: "/library", icon: Images, least: "VIEWER" },
  { key: "upload", to: "/upload", icon: Upload, least: "IMPORTER" },
  { key: "review", to: "/review", icon: ShieldCheck, least: "REVIEWER" },
  { key: "groups", to: "/groups", icon: Layers, least: "VIEWER" },
  { key: "collections", to: "/collections", icon: FolderHeart, least: "VIEWER" },
  { key: "products", to: "/products", icon: Package, least: "VIEWER" },
  { key: "shop", to: "/shop", icon: Store, least: "ADMIN" },
  { key: "numbers", to: "/numbers", icon: ChartColumn, least: "VIEWER" },
  { key: "admin", to: "/admin", icon: SlidersHorizontal, least: "ADMIN" },
];
