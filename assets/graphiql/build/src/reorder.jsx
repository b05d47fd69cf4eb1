// Stands in for framer-motion, of which GraphiQL uses only the dragging of tabs: 130 KB for that is too much.
import { forwardRef } from 'react';

const Group = forwardRef(function Group({ as: As = 'ul', axis, values, onReorder, ...rest }, ref) {
  return <As ref={ref} {...rest} />;
});

const Item = forwardRef(function Item({ as: As = 'li', value, ...rest }, ref) {
  return <As ref={ref} {...rest} />;
});

export const Reorder = { Group, Item };
