/** Where the database URL was found. */
export type UrlSource =
  | { readonly from: "option" }
  | { readonly from: "environment"; readonly name: string; readonly overrides: string | null }
  | { readonly from: "env_file"; readonly name: string; readonly path: string }
  | { readonly from: "config"; readonly path: string }
  | { readonly from: "settings"; readonly path: string }
  /** Neither a variable nor a file: env.py was asked. */
  | { readonly from: "env_py"; readonly path: string }
  | { readonly from: "compose"; readonly service: string; readonly path: string };
