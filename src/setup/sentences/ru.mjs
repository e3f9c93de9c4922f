/** What the set-up says, in Russian. */
import { APT_PACKAGES, OLDEST_NODE } from "../requirements.mjs";

/** @param {number} ms @returns {string} a duration as people read it */
function duration(ms) {
  const seconds = ms / 1000;
  return seconds < 10 ? `${seconds.toFixed(1).replace(".", ",")} с` : `${Math.round(seconds)} с`;
}

export const names = {
  packages: "пакеты node",
  alembic: "Alembic",
  build: "сборка",
};

/** @param {string} what @returns {string} */
export const starting = (what) => `Подготовка: ${what} …`;

/** @param {string} what @param {number} ms @returns {string} */
export const finished = (what, ms) => `Подготовка: ${what} … ${duration(ms)}`;

/** @param {string} what @returns {string} */
export const failed = (what) => `Подготовка: ${what} … не удалось`;

/** @param {number | undefined} pid @returns {string} */
export const waiting = (pid) =>
  pid
    ? `Подготовка: в этой папке её уже ведёт процесс ${pid}, ждём его …`
    : "Подготовка: в этой папке её уже ведёт другой процесс, ждём его …";

export const stopping =
  "Останавливаемся: ждём, пока установка закончится как положено. Ещё раз Ctrl-C прервёт её сразу.";

export const interrupted =
  "Подготовка прервана. Ничего не сломано: та же команда продолжит с этого места.";

const AGAIN = "и запустите ту же команду ещё раз";

/** @param {string} version @returns {string} */
export const nodeTooOld = (version) =>
  `Для restamp нужен Node ${OLDEST_NODE} или новее, а здесь ${version}. Установите более новый Node с https://nodejs.org ${AGAIN}.`;

/**
 * @param {string} version the machine's own Node
 * @param {string} why what is wrong with the one that came as a package
 * @returns {string}
 */
export const noUsableNode = (version, why) =>
  `Для restamp нужен Node ${OLDEST_NODE} или новее, а здесь ${version}. Более новый, который restamp берёт пакетом, ${why}. Установите более новый Node с https://nodejs.org ${AGAIN}.`;

/** What can be wrong with the Node that came as a package. */
export const packagedNode = {
  missing: "не установлен (возможно, npm настроен не запускать скрипты установки)",
  broken: "на этой машине не запускается",
  /** @param {string} version */
  old: (version) => `имеет версию ${version}`,
};

export const npmMissing = `Пакеты node не установлены: npm не найден в PATH. Установите его (он идёт вместе с Node, https://nodejs.org) ${AGAIN}.`;

const FILE = `нет права записать файл. Посмотрите, кому принадлежат файлы, ${AGAIN}.`;
const NETWORK = `реестр пакетов недоступен. Проверьте сеть (и прокси, если он есть) ${AGAIN}.`;

/** Why npm failed and what to do next, by npm's own error code. */
const npmCauses = new Map([
  [
    "EUSAGE",
    `package.json и package-lock.json не согласованы. Выполните \`npm install\` ${AGAIN}.`,
  ],
  ["ENOSPC", `на диске нет места. Освободите его ${AGAIN}.`],
  ["EACCES", FILE],
  ["EPERM", FILE],
  [
    "EINTEGRITY",
    `один из пакетов не тот, что указан в package-lock.json. Выполните \`npm cache verify\` ${AGAIN}.`,
  ],
  ["ENOTFOUND", NETWORK],
  ["EAI_AGAIN", NETWORK],
  ["ETIMEDOUT", NETWORK],
  ["ECONNREFUSED", NETWORK],
  ["ECONNRESET", NETWORK],
  ["ERR_SOCKET_TIMEOUT", NETWORK],
]);

/**
 * @param {string} ending how npm ended, from `ending`
 * @param {string | undefined} code npm's error code
 * @returns {string}
 */
export const npmFailed = (ending, code) => {
  const cause = npmCauses.get(code ?? "");
  return cause
    ? `Пакеты node не установлены: ${cause}`
    : `Пакеты node не установлены: \`npm ci\` ${ending}. Причина должна быть в последних строках его вывода, выше; устраните её ${AGAIN}.`;
};

/** @param {{ code: number | null, signal: string | null }} result @returns {string} */
export const ending = ({ code, signal }) =>
  signal ? `остановлен сигналом ${signal}` : `завершился с кодом ${code}`;

/** @param {string} command @returns {string} */
export const lastLines = (command) => `Последние строки вывода \`${command}\`:`;

const aptCommand = `apt-get install -y ${APT_PACKAGES.join(" ")}`;

export const alembic = {
  none: `Нужен Alembic, но его нет, и нет Python 3, чтобы его установить. Установите Python 3 с модулем venv или uv (https://docs.astral.sh/uv) ${AGAIN}.`,
  noVenv: `Нужен Alembic, но его нет, и ни один Python 3 в PATH не может создать для него виртуальное окружение. Установите для Python модуль venv или uv (https://docs.astral.sh/uv) ${AGAIN}.`,
  failed: `Нужен Alembic, но установить его не удалось; причина должна быть в последних строках выше. Установите alembic, sqlalchemy и psycopg для python3 из PATH или исправьте то, на что указывают эти строки, ${AGAIN}.`,
  aptFailed: `Нужен Alembic, но установить его не удалось; причина должна быть в последних строках выше. Выполните \`${aptCommand}\` вручную, чтобы увидеть больше, ${AGAIN}.`,
  needsRoot: `Нужен Alembic, но его нет, и установить его в отдельное окружение не удалось. Выполните \`sudo ${aptCommand}\` ${AGAIN}.`,
  doesNotRun: "Виртуальное окружение создано, но Alembic в нём не запускается.",
  /** @param {string} from @param {string} to */
  setAside: (from, to) =>
    `Подготовка: ${from} — виртуальное окружение без работающего Alembic, создано не этой подготовкой; теперь оно называется ${to}.`,
};

/** @param {string} reason @returns {string} */
export const buildFailed = (reason) =>
  `restamp не собран: ${reason}\nИсправьте указанный исходный файл ${AGAIN}.`;

export const buildToolMissing =
  "restamp не собран: не загружается esbuild. Запустите `npm ci`, затем повторите команду.";

/** @param {string} entry @param {number} ms @returns {string} */
export const built = (entry, ms) => `Собран ${entry} за ${duration(ms)}.`;

/** @param {string} reason @returns {string} */
export const manualFailed = (reason) => `Страница руководства не получилась:\n${reason}`;

/** @param {string} path @param {number} bytes @param {number} ms @returns {string} */
export const builtExecutable = (path, bytes, ms) =>
  `Собран ${path}, ${Math.round(bytes / 1e6)} МБ, за ${duration(ms)}. Ему не нужны ни Node, ни npm.`;

export const nodeToPackMissing =
  "Исполняемый файл не собран: не установлен Node, который в него войдёт. Запустите `npm ci`, затем повторите команду.";

/** @param {string} node @param {string} version @returns {string} */
export const otherNodeVersion = (node, version) =>
  `Исполняемый файл не собран: ${node} — это не Node ${version}. Внутри должен быть Node той же версии, что и при сборке; возьмите её и повторите команду.`;

/** @param {string} reason @returns {string} */
export const executableFailed = (reason) => `Исполняемый файл не собран:\n${reason}`;

/** @param {string} reason @returns {string} */
export const stopped = (reason) =>
  `Подготовка остановилась: ${reason}. Устраните причину ${AGAIN}.`;

/** @param {string} what @param {string} reason @returns {string} */
export const cannotStart = (what, reason) => `Запустить ${what} не удалось: ${reason}.`;

/** @param {string} check @returns {string} */
export const checkHeading = (check) => `── ${check}`;

/** @param {boolean} ok @param {number} ms @returns {string} */
export const checkEnding = (ok, ms) => `   ${ok ? "пройдено" : "НЕ ПРОЙДЕНО"} за ${duration(ms)}\n`;

export const noTestRan = "Ни один тест не запустился, успехом это не считается.";
