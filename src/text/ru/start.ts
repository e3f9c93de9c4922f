export const start = {
  nodeTooOld: (version: string) =>
    `Для restamp нужен Node 22 или новее, а здесь ${version}. Установите более новый Node и запустите ещё раз.`,
};
