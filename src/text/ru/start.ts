export const start = {
  nodeTooOld: (version: string) =>
    `Для restamp нужен Node 22 или новее, а здесь ${version}. Установите более новый Node или возьмите исполняемый файл, которому Node не нужен: его собирает npm run executable в копии репозитория restamp.`,
};
