/** The package has no types of its own. */
declare module "pgpass" {
  export default function pgpass(
    connection: { host: string; port: number; user?: string; database?: string },
    answer: (password: string | undefined) => void,
  ): void;
}
