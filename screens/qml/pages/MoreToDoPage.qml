import QtQuick
import Hall.Models
import "../components"

// After a service: another one, or the end.
HallPage {
    id: view

    required property MoreToDoModel page

    title: qsTr("还要办别的吗？")
    subtitle: qsTr("结束后，本机不留您的任何信息")
    showBar: false

    Choices {
        id: list

        width: parent.width
        room: (parent as Item).height

        ChoiceTile {
            width: parent.width
            roomy: list.roomy
            spare: list.spare
            iconName: "form"
            title: qsTr("继续办理")
            hint: qsTr("不用再放证件")
            onTapped: view.page.answer(view.page.more)
        }

        ChoiceTile {
            width: parent.width
            roomy: list.roomy
            spare: list.spare
            iconName: "leave"
            title: qsTr("办完了，退出")
            hint: qsTr("请带好证件和纸张")
            onTapped: view.page.answer(view.page.finish)
        }
    }
}
