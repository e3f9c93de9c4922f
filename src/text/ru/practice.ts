export const practice = {
  title: "restamp practice: тренировка",
  intro: "Настоящие PostgreSQL и Alembic на этой машине; здесь ничему нельзя навредить.",
  menuKeys: (arrows: string) => `${arrows} курсор   Enter начать   q выход`,
  starting: "Запускается встроенный PostgreSQL, и ломается база …",
  scenarios: {
    "wrong-stamp-empty": {
      title: "Неверный штамп в пустой базе",
      story:
        "Пятница, 18:40. Новый сервер настроили скриптом, в котором вместо `alembic upgrade` стоял `alembic stamp`. Backend не запускается: sqlalchemy.exc.NoSuchTableError: users.",
    },
    "wrong-stamp-populated": {
      title: "Неверный штамп в базе с данными",
      story:
        "Понедельник, 9:05. Базу восстановили из старого дампа и вручную проставили штамп. users, calls и participants на месте вместе со строками, а call_stats нет. `alembic upgrade head` завершается ошибкой.",
    },
    healthy: {
      title: "Исправная база",
      story: "Среда, 14:00. Мониторинг сообщает, что миграции сломаны. Так ли это?",
    },
  },
  playing: (title: string) =>
    `«${title}» без терминала: каждый экран, затем рекомендованный ответ.`,
  answer: (key: string) => `> ${key}`,
  ended: "Сценарий завершён, проверка подтвердила: база исправна.",
  notEnded: "Сценарий завершён, но база не исправна.",
  cleaned: "Песочница удалена.",
  again:
    "Другие сценарии покажет restamp practice --list. Для своего проекта запустите restamp в папке с его alembic.ini.",
};
