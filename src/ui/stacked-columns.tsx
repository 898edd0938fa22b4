import type { TableProps } from '@cloudscape-design/components/table'

type Column<T> = TableProps.ColumnDefinition<T>

/** One column that holds several, one below the other with the row's name first: for windows too narrow for two. */
export function stackedColumns<T>(columns: readonly Column<T>[]): Column<T>[] {
  const nameFirst = columns.toSorted(
    (a, b) => Number(b.isRowHeader ?? false) - Number(a.isRowHeader ?? false),
  )
  const [name] = nameFirst
  return [
    {
      id: 'stacked',
      header: name?.header,
      isRowHeader: true,
      cell: (item) => nameFirst.map((column) => <div key={column.id}>{column.cell(item)}</div>),
    },
  ]
}
