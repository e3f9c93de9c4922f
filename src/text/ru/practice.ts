export const practice = {
  title: "restamp practice: тренировка",
  intro: "Настоящие PostgreSQL и Alembic на этой машине; здесь ничему нельзя навредить.",
  page: (first: number, last: number, all: number) => `с ${first} по ${last} из ${all}`,
  menuKeys: (arrows: string) => `${arrows} курсор   Enter начать   ? справка   q выход`,
  menuHelp:
    "Каждая из этих баз сломана по-настоящему, на отдельном сервере. Enter начинает урок: наставник спрашивает, а мастер показывает, как чинить. PgUp и PgDn листают список по странице. Какие вы уже прошли, покажет restamp practice --list. Esc закрывает справку.",
  starting: "Запускается встроенный PostgreSQL, и ломается база …",
  playing: (title: string) =>
    `«${title}» без терминала: каждый экран, затем рекомендованный ответ.`,
  senior: (words: string) => `Опытный коллега поступил бы так: ${words}`,
  ended: "Сценарий завершён, проверка подтвердила: база исправна.",
  notEnded: "Сценарий завершён, но база не исправна.",
  cleaned: "Песочница удалена.",
  again: (command: string) =>
    `Другие сценарии покажет ${command} --list. Для своего проекта запустите restamp в папке с его alembic.ini.`,
};
