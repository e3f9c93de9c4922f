/** The least that Ink can draw: what the wizard's first frame is measured by. */
import { render, Text } from "ink";
import { useEffect } from "react";

function Hello() {
  // Stays until it is ended, as the wizard does.
  useEffect(() => {
    const stay = setInterval(() => {}, 60_000);
    return () => clearInterval(stay);
  }, []);
  return <Text>Hello, Ink</Text>;
}

render(<Hello />);
