package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"sync"
)

// Rows is a list that may be long: each row is read when its turn comes, so that a million of them need no memory. It is gone through
// within the transaction that gave it, any number of times:
//
//	for r, err := range recall.Recipients { … }
type Rows[T any] iter.Seq2[T, error]

// RowsOf is a list that is there already.
func RowsOf[T any](list ...T) Rows[T] {
	return func(yield func(T, error) bool) {
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// errEnough ends the reading of rows of which no more are wanted.
var errEnough = errors.New("enough")

// rowsFrom is what a function visits.
func rowsFrom[T any](each func(visit func(T) error) error) Rows[T] {
	return func(yield func(T, error) bool) {
		err := each(func(row T) error {
			if !yield(row, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			var none T
			yield(none, err)
		}
	}
}

// remembered are few rows that are read once, when they are first gone through.
func (r Rows[T]) remembered() Rows[T] {
	list := sync.OnceValues(r.List)
	return func(yield func(T, error) bool) {
		all, err := list()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		RowsOf(all...)(yield)
	}
}

// List reads all rows.
func (r Rows[T]) List() ([]T, error) {
	list := []T{}
	if r == nil {
		return list, nil
	}
	for row, err := range r {
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return slices.Clip(list), nil
}

// MarshalJSON writes the rows as a list.
func (r Rows[T]) MarshalJSON() ([]byte, error) {
	list, err := r.List()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // whoever wants that does it with the whole document
	err = encoder.Encode(list)
	return b.Bytes(), err
}
