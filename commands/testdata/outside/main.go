package main

import (
	"context"
	"fmt"
	"log"

	"recallbox/sandbox"
)

func main() {
	ctx := context.Background()
	if err := sandbox.Create(ctx, "lesson.db", sandbox.New{Start: sandbox.Start}, sandbox.Options{}); err != nil {
		log.Fatal(err)
	}
	box, err := sandbox.Open("lesson.db", sandbox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer box.Close()
	err = box.Update(ctx, func(tx *sandbox.Tx) error {
		made, err := tx.AddOrganisation("acme", "acme.example", "outlook", nil)
		fmt.Println(made.Name, made.Settings)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
}
